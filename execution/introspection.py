"""How much introspection answers, estimated before anything is carried out.

It lists the schema in lists of lists that have no pages, and whoever asks needs no token: sixty aliases of a fair-sized
introspection would take half a second. A schema is the same for everybody, so the sizes of its lists are known.
"""

from dataclasses import dataclass

from graphql import (
    GraphQLSchema,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_union_type,
)

ROOTS = frozenset({"__schema", "__type"})
# Of the types of fields and arguments about as many are wrapped once more, as a list or as never null.
_WRAPPED = 0.6


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an introspection something is: how often it is there, and whether below all types alike."""

    times: float
    is_everywhere: bool = False


class Sizes:
    """How long the lists of introspection are for one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        types = schema.type_map.values()
        fields = [one.fields for one in types if is_object_type(one) or is_interface_type(one)]
        arguments = [len(one.args) for found in fields for one in found.values()]
        lengths = {
            "fields": [len(found) for found in fields],
            "inputFields": [len(one.fields) for one in types if is_input_object_type(one)],
            "enumValues": [len(one.values) for one in types if is_enum_type(one)],
            "interfaces": [len(one.interfaces) for one in types if is_object_type(one) or is_interface_type(one)],
            "possibleTypes": [
                len(schema.get_possible_types(one)) for one in types if is_union_type(one) or is_interface_type(one)
            ],
        }
        self._whole = {"types": len(types), "directives": len(schema.directives)}
        self._most = {name: max(found, default=0) for name, found in lengths.items()} | {"args": max(arguments)}
        self._average = {name: sum(found) / len(types) for name, found in lengths.items()} | {
            "args": sum(arguments) / len(arguments)
        }

    def below(self, place: Place, name: str) -> Place:
        """The place of what is selected of a field of this name."""
        if name in self._whole:
            return Place(place.times * self._whole[name], is_everywhere=name == "types")
        if name == "ofType":
            return Place(place.times * _WRAPPED)
        if name in self._most:
            lengths = self._average if place.is_everywhere else self._most
            return Place(place.times * lengths[name], place.is_everywhere and name in ("fields", "inputFields"))
        return Place(place.times)
