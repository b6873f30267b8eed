"""What has nothing to do with publications: files and folders, parallel work, caches, packaged resources."""
