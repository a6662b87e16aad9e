"""A Flask factory with blueprints, error handlers and a session of requests."""

import requests
from flask import Blueprint, Flask, jsonify
from flask_limiter import Limiter
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from .auth import login_required

bp = Blueprint("orders", __name__, url_prefix="/orders")
limiter = Limiter(key_func=lambda: "all")


class Gateway:
    timeout = 3

    def __init__(self, url="https://pay.example.com"):
        self.url = url
        self.session = requests.Session()
        self.session.verify = False
        self.session.mount("https://", HTTPAdapter(max_retries=Retry(total=3, backoff_factor=0.5)))

    def charge(self, amount):
        return self.session.post(f"{self.url}/charge", json={"amount": amount}, timeout=self.timeout)


gateway = Gateway()


@bp.route("/", methods=["POST"])
@login_required
@limiter.limit("10/minute")
def create_order():
    try:
        return gateway.charge(10).json(), 201
    except Exception:
        return None


@bp.get("/ping")
def ping():
    return jsonify(status="ok"), 200


def create_app(config=None):
    app = Flask(__name__)
    app.config["SESSION_COOKIE_SECURE"] = True
    app.config.from_object(config or "shop.config")
    app.register_blueprint(bp)
    limiter.init_app(app)

    @app.errorhandler(500)
    def failed(error):
        app.logger.error("failed: %s", error)
        return jsonify(error="internal"), 500

    return app
