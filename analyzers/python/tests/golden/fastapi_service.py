"""A service with dependencies, middleware, lifespan and probes."""

import asyncio
import logging
import os
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import httpx
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from prometheus_client import Counter
from prometheus_client import make_asgi_app as metrics_app

from app.core import settings
from .db import Session, open_session

if TYPE_CHECKING:
    from .models import User

log = logging.getLogger(__name__)
REQUESTS = Counter("requests_total", "Requests", ["path"])
API_KEY = os.getenv("SERVICE_API_KEY", "n0t-a-r3al-0ne")
router = APIRouter(prefix="/v1", dependencies=[Depends(open_session)])


@asynccontextmanager
async def lifespan(app: FastAPI):
    client = httpx.AsyncClient(timeout=5.0, verify=False)
    app.state.client = client
    task = asyncio.create_task(refresh(client))
    yield
    task.cancel()
    await client.aclose()


async def refresh(client: httpx.AsyncClient) -> None:
    delay = 1
    while True:
        try:
            answer = await client.get(settings.URL)
            return answer.json()
        except httpx.HTTPError as error:
            log.warning("failed: %s", error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 60)


app = FastAPI(lifespan=lifespan)
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
app.mount("/metrics", metrics_app())


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/readyz")
async def readyz(session: Annotated[Session, Depends(open_session)]):
    if not session.ping():
        raise HTTPException(status_code=503)
    return {"status": "ready"}


@router.get("/users/{user_id}")
async def read_user(user_id: int, request: Request, session: Session = Depends(open_session)) -> "User":
    REQUESTS.labels("/users").inc()
    client = request.app.state.client
    return session.get(user_id) or await client.get(f"/users/{user_id}")


app.include_router(router)


def stop(signum, frame):
    raise SystemExit(0)


if __name__ == "__main__":
    import uvicorn

    signal.signal(signal.SIGTERM, stop)
    uvicorn.run("app.main:app", host="0.0.0.0", port=8080)
