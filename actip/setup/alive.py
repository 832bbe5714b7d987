"""The health check of the web container: does the sign-in page, which reads the database, answer?"""

import http.client
import os
import sys


def main() -> int:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
    connection.request("GET", "/sign-in/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return int(connection.getresponse().status >= 400)


if __name__ == "__main__":
    sys.exit(main())
