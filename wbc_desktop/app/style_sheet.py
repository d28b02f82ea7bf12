"""The style sheet of the window: one look for every button, field, list and box."""

from __future__ import annotations

from wbc_desktop.app.resources import resource
from wbc_desktop.app.theme import RADIUS, Colours


def style_sheet(c: Colours, title_points: float, dark: bool) -> str:
    """The style sheet of a theme.

    Args:
        c: The theme's colours.
        title_points: Size of the one title of a page.
        dark: Which of the small drawings fit: arrows and ticks are files, one for each theme.
    """
    return f"{_surfaces(c, title_points)}{_fields(c, dark)}"


def _surfaces(c: Colours, title_points: float) -> str:
    return f"""
    QMainWindow, QDialog {{ background: {c.window}; }}
    QToolTip {{ color: {c.panel}; background: {c.text}; border: 0; padding: 4px 6px; }}
    QFrame#card {{ background: {c.panel}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
    QLabel#title {{ font-size: {title_points:.1f}pt; font-weight: 600; }}
    QLabel#heading {{ font-weight: 600; }}
    QLabel#muted {{ color: {c.muted}; }}
    QPushButton, QToolButton#button {{
        background: {c.panel}; border: 1px solid {c.line}; border-radius: 5px; padding: 6px 12px;
    }}
    QPushButton {{ icon-size: 14px; }}
    QPushButton:hover, QToolButton#button:hover {{ background: {c.raised}; }}
    QPushButton:focus, QToolButton#button:focus {{ border: 1px solid {c.accent}; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.window}; }}
    QPushButton[main="true"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton[main="true"]:disabled {{
        background: {c.raised}; color: {c.muted}; border-color: {c.line};
    }}
    QToolBar {{
        background: {c.window}; border: 0; border-bottom: 1px solid {c.line}; padding: 3px; spacing: 3px;
    }}
    QToolBar QToolButton {{ padding: 4px 8px; border-radius: 5px; border: 1px solid transparent; }}
    QToolBar QToolButton:hover {{ background: {c.raised}; }}
    QToolBar QToolButton:checked {{ background: {c.raised}; border-color: {c.line}; }}
    QStatusBar {{ background: {c.window}; border-top: 1px solid {c.line}; color: {c.muted}; }}
    QStatusBar::item {{ border: 0; }}
    QStatusBar QLabel {{ padding: 0 8px; }}
    QTabBar::tab {{ padding: 7px 16px; border: 0; border-bottom: 2px solid transparent; color: {c.muted}; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
    QTabBar::tab:hover {{ color: {c.text}; }}
    QTabWidget::pane {{ border: 0; }}
    QLineEdit, QPlainTextEdit, QTextEdit {{
        background: {c.panel}; border: 1px solid {c.line}; border-radius: 5px; padding: 5px 6px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent};
    }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {c.accent}; }}
    QTableView, QListView, QTreeView {{
        background: {c.panel}; border: 1px solid {c.line}; border-radius: {RADIUS}px;
        gridline-color: {c.line};
        alternate-background-color: {c.window};
    }}
    QTableView::item {{ padding: 0 5px; }}
    QTableView#roomy::item {{ padding: 5px 8px; }}
    QTableView#differential::item {{ padding: 5px 5px 0 5px; }}
    QTableView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QListView::item {{ padding: 6px 8px; border-radius: 4px; }}
    QHeaderView::section {{
        background: {c.raised}; border: 0; border-bottom: 1px solid {c.line}; padding: 5px 8px;
        color: {c.muted};
    }}
    QProgressBar {{
        background: {c.raised}; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px;
        text-align: center;
    }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    QSplitter::handle {{ background: {c.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QSplitter::handle:vertical {{ height: 1px; }}
    QMenu {{ background: {c.panel}; border: 1px solid {c.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px 5px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QMenu::item:disabled {{ color: {c.muted}; background: transparent; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
    QMenuBar {{ background: {c.window}; }}
    QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {c.raised}; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.line}; border-radius: 4px; min-height: 28px; margin: 2px; }}
    QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
    QScrollBar::handle:horizontal {{
        background: {c.line}; border-radius: 4px; min-width: 28px; margin: 2px;
    }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _fields(c: Colours, dark: bool) -> str:
    """Everything that takes an answer is as high and as round as a line of text."""
    return f"""
    QComboBox, QAbstractSpinBox {{
        background: {c.panel}; border: 1px solid {c.line}; border-radius: 5px; padding: 4px 6px;
        min-height: 18px; selection-background-color: {c.accent}; selection-color: {c.on_accent};
    }}
    QAbstractSpinBox {{ padding: 3px 6px 2px 6px; }}
    QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ background: transparent; border: 0; padding: 0; }}
    QComboBox:hover {{ background: {c.raised}; }}
    QComboBox:focus, QAbstractSpinBox:focus {{ border-color: {c.accent}; }}
    QComboBox:disabled, QAbstractSpinBox:disabled, QLineEdit:disabled, QPlainTextEdit:disabled {{
        color: {c.muted}; background: {c.window};
    }}
    QComboBox::drop-down {{ border: 0; width: 22px; }}
    QComboBox::down-arrow {{ image: {_drawing("down", dark)}; width: 14px; height: 14px; }}
    QComboBox QAbstractItemView {{ border: 1px solid {c.line}; border-radius: 0; padding: 2px; outline: 0; }}
    QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 6px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
        subcontrol-origin: border; border: 0; width: 20px;
    }}
    QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
    QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
    QAbstractSpinBox::up-arrow {{ image: {_drawing("up", dark)}; width: 11px; height: 11px; }}
    QAbstractSpinBox::down-arrow {{ image: {_drawing("down", dark)}; width: 11px; height: 11px; }}
    QAbstractSpinBox::up-arrow:off {{ image: {_drawing("up-off", dark)}; }}
    QAbstractSpinBox::down-arrow:off {{ image: {_drawing("down-off", dark)}; }}
    QCheckBox, QRadioButton {{ spacing: 7px; }}
    QCheckBox::indicator, QRadioButton::indicator {{
        width: 15px; height: 15px; background: {c.panel}; border: 1px solid {c.muted};
    }}
    QCheckBox::indicator {{ border-radius: 4px; }}
    QRadioButton::indicator {{ border-radius: 8px; }}
    QCheckBox::indicator:hover, QRadioButton::indicator:hover,
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {c.accent}; }}
    QCheckBox::indicator:checked {{
        background: {c.accent}; border-color: {c.accent}; image: {_drawing("tick", dark)};
    }}
    QRadioButton::indicator:checked {{
        background: {c.accent}; border-color: {c.accent}; image: {_drawing("dot", dark)};
    }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.line}; }}
    QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled {{
        background: {c.muted}; border-color: {c.muted};
    }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QDialogButtonBox QPushButton {{ min-width: 72px; }}
    QMessageBox QLabel#qt_msgbox_label {{ font-weight: 600; }}
    """


def _drawing(name: str, dark: bool) -> str:
    """A small drawing's address: style sheets cannot tint one as icons are."""
    path = resource("icons", "fields", f"{name}-{'dark' if dark else 'light'}.svg")
    return f'url("{path.as_posix()}")'
