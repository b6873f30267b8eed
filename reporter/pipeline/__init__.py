"""The way from settings to a finished edition: built, built again, tried with twin data sets, previewed."""
