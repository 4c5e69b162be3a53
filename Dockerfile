# The first stage builds a binary with Swift's libraries linked in.
FROM swift:6.3.1-noble AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpq-dev pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --product contend --static-swift-stdlib \
 && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/contend" /out/contend

# The second stage has libpq, and the server's binaries for embedded servers.
FROM ubuntu:24.04
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-common \
 && sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf \
 && apt-get install -y --no-install-recommends libpq5 postgresql \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home contend
COPY --from=build /out/contend /usr/local/bin/contend
COPY Scenarios /usr/local/share/contend/Scenarios
# PostgreSQL does not run as root.
USER contend
WORKDIR /home/contend
ENTRYPOINT ["contend"]
CMD ["doctor"]
