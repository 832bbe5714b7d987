"""How the site is served, in a container and by bin/demo: gunicorn reads this wherever it is started from here."""

from gunicorn.glogging import Logger

from actip.setup.logs import WithoutQueries


class WithoutNames(Logger):
    """No log holds a query, whatever format it is given: the request's, the referring page's, or that of a request which is broken."""

    def setup(self, cfg):
        super().setup(cfg)
        self.access_log.addFilter(WithoutQueries())
        self.error_log.addFilter(WithoutQueries(whole=True))


logger_class = WithoutNames
accesslog = "-"
control_socket_disable = (
    True  # else it listens for commands in the home of whoever serves, one place for all of that person's sites
)
