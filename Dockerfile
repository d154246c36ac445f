# One image for the app, the scheduler and the workers. torch comes from PyTorch's own index, without CUDA unless
# --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu130 is given. The rest has hashes.
FROM python:3.12-slim

ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN useradd --create-home --uid 1000 crossover
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock \
    && pip install --no-cache-dir --index-url "$TORCH_INDEX" torch==2.14.1 torchvision==0.29.1
COPY . .
RUN mkdir /data && chown crossover /data
USER 1000
ENV CROSSOVER_HOME=/data
VOLUME /data
EXPOSE 8501
ENV HEALTH_URL=http://127.0.0.1:8501/_stcore/health
HEALTHCHECK --start-period=30s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(os.environ['HEALTH_URL'])"]
CMD ["streamlit", "run", "app.py", "--server.port=8501", "--server.address=0.0.0.0"]
