"""The page: runs as one HTML file that needs nothing else, and the server that shows a folder of them."""
