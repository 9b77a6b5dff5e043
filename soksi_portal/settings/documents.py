"""Where documents lie: a folder below var/, or an S3-compatible store where one is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from environs import Env


def document_storage(env: Env, var: Path) -> dict[str, Any]:
    """The entry `documents` of STORAGES."""
    bucket = env.str("DOCUMENTS_S3_BUCKET", default="")
    if bucket:
        return _s3(env, bucket)
    folder = env.str("DOCUMENTS_FOLDER", default="") or str(var / "documents")
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": folder,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _s3(env: Env, bucket: str) -> dict[str, Any]:
    """The bucket stays private: the portal reads and writes it, and no address of it is ever given to anybody."""
    from botocore.config import Config  # slow to import, so only where it is used

    endpoint = env.str("DOCUMENTS_S3_ENDPOINT", default="") or None
    # most stores other than Amazon's know the bucket by the path only
    by_path = env.bool("DOCUMENTS_S3_PATH_STYLE", default=endpoint is not None)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": env.str("DOCUMENTS_S3_REGION", default="") or None,
            "access_key": env.str("DOCUMENTS_S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("DOCUMENTS_S3_SECRET_KEY", default="") or None,
            "default_acl": None,
            "file_overwrite": True,  # the names are random: no need to ask for each whether it is taken
            "querystring_auth": True,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if by_path else "virtual"},
                connect_timeout=5,
                read_timeout=20,
                retries={"max_attempts": 2},
                # other stores refuse the checksums that Amazon's has asked for since 2025
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        },
    }
