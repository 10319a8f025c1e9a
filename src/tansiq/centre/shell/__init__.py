"""The frame of every page: top bar, language, theme, security headers, words for scripts, service worker."""
