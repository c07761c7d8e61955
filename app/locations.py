"""Where files live: the one module that knows (XDG on Linux, the platform's own places elsewhere)."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "binnacle"
SETTINGS_FILE = "binnacle.toml"


def config_dir() -> Path:
    """The folder of a person's settings file; it need not exist."""
    return Path(platformdirs.user_config_dir(APP))


def data_dir() -> Path:
    """The folder of the database and of the server key; it need not exist."""
    return Path(platformdirs.user_data_dir(APP))


def settings_files(data: Path) -> tuple[Path, ...]:
    """The settings files that are looked for; where both speak, the later one wins."""
    return (config_dir() / SETTINGS_FILE, data / SETTINGS_FILE)


def demo_dir(data: Path) -> Path:
    """The folder of the demo, apart from everything real."""
    return data / "demo"


def database_file(data: Path) -> Path:
    return data / "binnacle.db"


def server_key_file(data: Path) -> Path:
    """Key under which codes and session tokens are hashed; made at the first start, readable by its owner only."""
    return data / "server.key"


def pepper_file(data: Path) -> Path:
    """Optional pepper of the vault's password slots; never in the database, and its loss is the loss of those slots."""
    return data / "pepper.key"


def service_key_file(data: Path) -> Path:
    """Key that opens the vaults of those who allowed unattended use; made when the first one does, never in the
    database, readable by its owner only.
    """
    return data / "service.key"


def log_file(data: Path) -> Path:
    return data / "binnacle.log"


def reports_dir(data: Path) -> Path:
    """Reports of unexpected ends."""
    return data / "reports"


def quarantine_dir(data: Path) -> Path:
    """What venues sent and nobody could read, a file for each bound account."""
    return data / "quarantine"


def sandbox_dir(data: Path) -> Path:
    """What the demo's simulated venues and chain remember between starts."""
    return data / "sandbox"


def exports_dir(data: Path) -> Path:
    """Where files go that a person asked for."""
    return data / "exports"


def private_dir(path: Path) -> Path:
    """`path`, made readable by its owner only if it was not there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
