# gapmatrix with all its analyzers: docker run --rm -v "$PWD:/repository:ro" gapmatrix
# Both stages are the same Debian: the package is linked to its libraries and its Python.
FROM swift:6.2-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends make dpkg-dev binutils xz-utils \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN make setup && make package KIND=deb

FROM debian:bookworm-slim
COPY --from=build /source/dist/*.deb /tmp/
# With what the package recommends: Erlang.
RUN apt-get update \
    && apt-get install -y /tmp/*.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/*.deb \
    && useradd --create-home --uid 10001 gapmatrix
USER 10001:10001
WORKDIR /repository
ENTRYPOINT ["gapmatrix"]
CMD ["scan"]
