"""What lies within what: roles as this policy defines them, and actions."""

from collections.abc import Iterable, Mapping

from belisha.rules.language.clauses import Definition
from belisha.rules.vocabulary.tables import all_words
from belisha.rules.vocabulary.words import Vocabulary


class Hierarchies:
    """The wider roles and actions of each, themselves included.

    A definition of a role changes the vocabulary's: `means` replaces what lies within the role, `adds`
    puts more within it.
    """

    def __init__(self, vocabulary: Vocabulary, definitions: Iterable[Definition]) -> None:
        roles = {role.id: list(role.within) for role in all_words(vocabulary.roles)}
        defined = [each for each in definitions if each.defines in roles]
        # What is replaced goes first, so that the order of the file settles nothing.
        for definition in defined:
            if definition.means:
                for parents in roles.values():
                    parents[:] = [parent for parent in parents if parent != definition.defines]
        for definition in defined:
            for role in (*definition.means, *definition.adds):
                if role != definition.defines:
                    roles.setdefault(role, []).append(definition.defines)
        self._roles = {role: _reach(role, roles) for role in roles}
        actions = {action.id: action.within for action in all_words(vocabulary.actions)}
        self._actions = {action: _reach(action, actions) for action in actions}

    def wider_roles(self, role: str) -> frozenset[str]:
        """Return the role and its wider roles; a word that is no role (a party) has only itself."""
        return self._roles.get(role) or frozenset((role,))

    def wider_actions(self, action: str) -> frozenset[str]:
        """Return the action and all that it lies within."""
        return self._actions.get(action) or frozenset((action,))

    def bears_on(self, about: Iterable[str], action: str) -> bool:
        """Return whether one of these actions is the action, a wider or a narrower one."""
        wider = self.wider_actions(action)
        return any(each in wider or action in self.wider_actions(each) for each in about)


def _reach(start: str, parents: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found = {start}
    queue = [start]
    for each in queue:
        for parent in parents.get(each, ()):
            if parent not in found:
                found.add(parent)
                queue.append(parent)
    return frozenset(found)
