"""From arrays to what Qt draws, and the light of the screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from wbc_desktop.imaging.source import RGB


def to_image(rgb: RGB) -> QImage:
    """An opaque QImage (RGB32, the format that draws fastest) of an RGB array."""
    height, width = rgb.shape[:2]
    data = np.ascontiguousarray(rgb)
    image = QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def to_array(image: QImage) -> RGB:
    """The RGB array of a QImage."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    rgb = lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return np.array(rgb, np.uint8)


def rounded(image: QImage, radius: float) -> QImage:
    """The image with round corners, the rest of it transparent; may be called in any thread.

    Args:
        image: Opaque.
        radius: Pixels of the image.
    """
    out = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    out.fill(0)
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 0), 0))
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(out.rect(), radius, radius)
    painter.end()
    return out


def image_bytes(image: QImage) -> int:
    """Bytes that an image holds."""
    return int(image.sizeInBytes())


@dataclass(frozen=True, slots=True)
class Light:
    """Brightness and contrast of the screen; what the model sees is never touched.

    Attributes:
        brightness: -1 to 1; 0 leaves the image as it is.
        contrast: -1 to 1; 0 leaves the image as it is.
    """

    brightness: float = 0.0
    contrast: float = 0.0

    @property
    def plain(self) -> bool:
        """Whether nothing is changed."""
        return self.brightness == 0.0 and self.contrast == 0.0

    def curve(self) -> npt.NDArray[np.uint8]:
        """256 output values: contrast turns about mid-grey, brightness is added."""
        gain = 4.0**self.contrast
        value = np.arange(256, dtype=np.float64) / 255.0
        out = (value - 0.5) * gain + 0.5 + 0.6 * self.brightness
        curve: npt.NDArray[np.uint8] = np.clip(np.rint(out * 255.0), 0, 255).astype(np.uint8)
        return curve

    def apply(self, image: QImage) -> QImage:
        """The image in this light."""
        if self.plain:
            return image
        return to_image(self.curve()[to_array(image)])
