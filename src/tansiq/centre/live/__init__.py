"""What has just been entered, told to every open page."""
