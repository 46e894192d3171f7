FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN ./iot build

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /source/src/IotPlatform/bin/production .
RUN mkdir /data && chown "$APP_UID" /data
# The platform opens its ports itself; the image's own setting would only be overridden with a warning.
ENV IOT_DATA_DIR=/data ASPNETCORE_HTTP_PORTS=""
VOLUME /data
USER $APP_UID
EXPOSE 8080 1883
# The image has no HTTP client, but its shell can speak enough HTTP.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${Http__Port:-8080} && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["dotnet", "IotPlatform.dll"]
CMD ["run"]
