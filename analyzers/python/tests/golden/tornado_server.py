"""A Tornado server."""

import signal

import tornado.httpserver
import tornado.ioloop
import tornado.web
from tornado.options import define, options

define("port", default=8888)


class BaseHandler(tornado.web.RequestHandler):
    def get_current_user(self):
        return self.get_secure_cookie("user")


class MainHandler(BaseHandler):
    @tornado.web.authenticated
    async def get(self):
        self.write(await self.application.store.read())


class HealthHandler(tornado.web.RequestHandler):
    def get(self):
        self.set_status(200)
        self.write({"status": "ok"})


class Application(tornado.web.Application):
    def __init__(self, store):
        self.store = store
        handlers = [(r"/", MainHandler), (r"/health", HealthHandler)]
        super().__init__(handlers, cookie_secret=options.cookie_secret, xsrf_cookies=True)


def main():
    server = tornado.httpserver.HTTPServer(Application(None), max_body_size=1024)
    server.listen(options.port)
    loop = tornado.ioloop.IOLoop.current()

    def stop(number, frame):
        server.stop()
        loop.add_callback_from_signal(loop.stop)

    signal.signal(signal.SIGTERM, stop)
    loop.start()


if __name__ == "__main__":
    main()
