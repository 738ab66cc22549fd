# The browser app in nginx: docker build -t geophone . && docker run --rm --read-only --tmpfs /tmp -p 8080:8080 geophone
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-fund --no-audit
COPY . .
RUN npm run --silent build:app \
  && find dist/app -type f -size +1k \( -name '*.js' -o -name '*.css' -o -name '*.wasm' -o -name '*.svg' -o -name '*.json' -o -name '*.html' \) -exec gzip -9 --keep {} +

FROM nginx:1.28-alpine
COPY nginx.conf nginx-scoring.conf /etc/nginx/
COPY --from=build /app/dist/app /usr/share/nginx/html
# The image's own user `nginx`, as a number so that Kubernetes can see that it is not root.
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGQUIT
# Temporary files lie below the prefix. Scoring servers elsewhere: mount another /etc/nginx/nginx-scoring.conf.
ENTRYPOINT ["nginx", "-p", "/tmp/", "-c", "/etc/nginx/nginx.conf", "-e", "stderr"]
CMD ["-g", "daemon off;"]
