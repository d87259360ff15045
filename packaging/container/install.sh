#!/bin/sh
# The image's second stage: install.sh FOLDER installs the packages there with what they need, and nothing else.
set -e

apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"/*.deb
rm -rf /var/lib/apt/lists/*
install -d -o 10001 -g 10001 /var/lib/movie-service
