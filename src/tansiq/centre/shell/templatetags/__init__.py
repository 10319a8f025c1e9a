"""What templates of every part may use, after ``{% load shell %}``."""
