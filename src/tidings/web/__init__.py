"""The desk: the record in a browser, and the HTTP API that the desk and everybody else uses (``tidings serve``)."""
