"""The desk: a local web page where a person corrects the records of articles and saves them as gold."""
