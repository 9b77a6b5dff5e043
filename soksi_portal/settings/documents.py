"""Where documents lie: a folder below var/, or an S3-compatible store where one is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from environs import Env


def document_storage(env: Env, var: Path) -> dict[str, Any]:
    """The entry `documents` of STORAGES."""
    bucket = env.str("DOCUMENTS_S3_BUCKET", default="")
    if not bucket:
        folder = env.str("DOCUMENTS_FOLDER", default="") or str(var / "documents")
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": folder,
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("DOCUMENTS_S3_ENDPOINT", default="") or None,
            "region_name": env.str("DOCUMENTS_S3_REGION", default="") or None,
            "access_key": env.str("DOCUMENTS_S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("DOCUMENTS_S3_SECRET_KEY", default="") or None,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
