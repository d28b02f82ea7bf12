"""Every action has a menu, a key and a tooltip that names it; a whole review needs no mouse."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar
from pytestqt.qtbot import QtBot

from wbc_desktop.app.action_table import MENUS, SPECS
from wbc_desktop.app.actions import Actions
from wbc_desktop.app.translations import LANGUAGES, set_language
from wbc_desktop.app.viewmodels.settings import KEYS
from wbc_desktop.app.views.menus import fill_menu_bar
from wbc_desktop.app.views.view_actions import ViewActions
from wbc_desktop.core.classes import CLASSES


def _actions(parent: QObject) -> tuple[Actions, ViewActions]:
    actions = Actions(parent)
    actions.set_class_keys(KEYS)
    return actions, ViewActions(parent)


def test_table_is_whole() -> None:
    assert not [spec.id for spec in SPECS if not (spec.text and spec.tip and spec.keys)]
    assert {spec.menu for spec in SPECS} <= {menu for menu, _ in MENUS}
    assert set(KEYS) == set(CLASSES)


def test_every_action_has_a_menu_a_key_and_a_tooltip_with_it(qtbot: QtBot) -> None:
    for language in LANGUAGES:
        set_language(language)
        parent = QObject()
        bar = QMenuBar()
        qtbot.addWidget(bar)
        actions, views = _actions(parent)
        fill_menu_bar(bar, actions, views)
        listed = {action for menu in bar.actions() for action in menu.menu().actions()}
        for action in (*actions, *views.all()):
            keys = action.shortcuts()
            assert keys, action.text()
            shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText)
            assert action in listed, action.text()
            assert action.toolTip().endswith(f"({shown})"), action.toolTip()
            assert action.statusTip() and action.text(), action.objectName()
    set_language("en")


def test_what_is_on_has_a_tick_in_its_menu(qtbot: QtBot) -> None:
    parent = QObject()
    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions, views = _actions(parent)
    fill_menu_bar(bar, actions, views)
    for action in views.all():
        assert action.isCheckable() != action.isIconVisibleInMenu(), action.objectName()
    titles = {menu.text().replace("&", ""): menu.menu().actions() for menu in bar.actions()}
    assert views["add_mode"] in titles["Cell"]
    assert views["outlines"] in titles["View"]


def test_no_two_entries_of_a_menu_have_the_same_letter(qtbot: QtBot) -> None:
    twice = []
    for language in LANGUAGES:
        set_language(language)
        parent = QObject()
        bar = QMenuBar()
        qtbot.addWidget(bar)
        fill_menu_bar(bar, *_actions(parent))
        menus = [bar.actions(), *(menu.menu().actions() for menu in bar.actions())]
        for entries in menus:
            letters = Counter(letter for letter in map(_letter, entries) if letter)
            twice += [f"{language}: {letter} in {_texts(entries)}" for letter, n in letters.items() if n > 1]
    set_language("en")
    assert not twice, "\n".join(twice)


def _letter(action: QAction) -> str:
    _before, found, after = action.text().replace("&&", "").partition("&")
    return after[:1].lower() if found else ""


def _texts(entries: list[QAction]) -> str:
    return ", ".join(action.text() for action in entries if action.text())
