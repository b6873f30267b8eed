"""Code independent of publications: files and folders, parallel work, caches, packaged resources."""
