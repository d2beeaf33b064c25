"""Problems of form definitions and of the rules inside them."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "definition.not-an-object": Entry(
        N_("The file does not hold a form definition."),
        N_("It must be one JSON object with id, version, kind, title and schema."),
    ),
    "definition.missing": Entry(
        N_("“%(property)s” is missing."),
        N_("Add it."),
    ),
    "definition.not-one-of": Entry(
        N_("This value is not one of those allowed."),
        N_("Write one of: %(options)s."),
    ),
    "definition.wrong-type": Entry(
        N_("The value has the wrong type."),
        N_("Write a value of type: %(types)s."),
    ),
    "definition.malformed": Entry(
        N_("The text does not have the form required here."),
        N_("It must match %(pattern)s."),
    ),
    "definition.invalid": Entry(
        N_("The value breaks the rule “%(keyword)s” %(limit)s."),
        N_("Correct it; form_definitions/definition.schema.json describes what may stand here."),
    ),
    "definition.two-types": Entry(
        N_("A field holds one type, or one type and null."),
        N_("Keep one type; make two fields if both are needed."),
    ),
    "definition.unknown-keyword": Entry(
        N_("The keyword “%(keyword)s” is not known here."),
        N_("Remove it or correct its spelling; form_definitions/definition.schema.json lists the keywords."),
    ),
    "definition.unknown-annotation": Entry(
        N_("The annotation “%(keyword)s” is not known."),
        N_(
            "Remove it or correct its spelling; only the x- keywords of form_definitions/definition.schema.json exist."
        ),
    ),
    "definition.unknown-option": Entry(
        N_("The layout option “%(option)s” has no effect."),
        N_("Remove it or correct its spelling."),
    ),
    "definition.refused": Entry(
        N_("The keyword “%(keyword)s” is outside what a form can say."),
        N_("Say it with the keywords a form knows."),
    ),
    "definition.refused.additionalItems": Entry(
        N_("“additionalItems” belongs to older drafts and means nothing in 2020-12."),
        N_("Write prefixItems for the fixed rows and items for the rest."),
    ),
    "definition.refused.dependencies": Entry(
        N_("“dependencies” belongs to older drafts and means nothing in 2020-12."),
        N_("Write dependentRequired or dependentSchemas."),
    ),
    "definition.refused.unevaluatedItems": Entry(
        N_("“unevaluatedItems” cannot be judged on a tablet without network."),
        N_("Write items: false or maxItems instead."),
    ),
    "definition.refused.unevaluatedProperties": Entry(
        N_("“unevaluatedProperties” cannot be judged on a tablet without network."),
        N_("Write additionalProperties: false on each object instead."),
    ),
    "definition.refused.anchor": Entry(
        N_("“$anchor” makes a schema whose meaning depends on who refers to it."),
        N_("Refer with $ref and a pointer: #/$defs/name."),
    ),
    "definition.refused.dynamicAnchor": Entry(
        N_("“$dynamicAnchor” makes a schema whose meaning depends on who refers to it."),
        N_("Refer with $ref and a pointer: #/$defs/name."),
    ),
    "definition.refused.dynamicRef": Entry(
        N_("“$dynamicRef” makes a schema whose meaning depends on who refers to it."),
        N_("Refer with $ref and a pointer: #/$defs/name."),
    ),
    "definition.refused.recursiveAnchor": Entry(
        N_("“$recursiveAnchor” makes a schema whose meaning depends on who refers to it."),
        N_("Refer with $ref and a pointer: #/$defs/name."),
    ),
    "definition.refused.recursiveRef": Entry(
        N_("“$recursiveRef” makes a schema whose meaning depends on who refers to it."),
        N_("Refer with $ref and a pointer: #/$defs/name."),
    ),
    "definition.refused.vocabulary": Entry(
        N_("“$vocabulary” changes what keywords mean."),
        N_("Remove it."),
    ),
    "definition.refused.contentSchema": Entry(
        N_("“contentSchema” describes text inside text, which no field can show."),
        N_("Describe the content as fields of its own."),
    ),
    "definition.too-deep": Entry(
        N_("The document is nested deeper than %(limit)s levels."),
        N_("Flatten it."),
    ),
    "definition.too-many": Entry(
        N_("Written out, the schema has more than %(limit)s parts."),
        N_("Refer to shared parts less often, or split the form."),
    ),
    "definition.not-json": Entry(
        N_("This value does not exist in JSON."),
        N_("Write a text, number, true, false, null, list or object."),
    ),
    "definition.broken-character": Entry(
        N_("The text holds half a character or a NUL."),
        N_("Type the text again."),
    ),
    "definition.number-too-large": Entry(
        N_("The number is beyond ±9007199254740991, which browsers round."),
        N_("Use a smaller number; write long numbers such as identity numbers as text."),
    ),
    "definition.not-finite": Entry(
        N_("The number is not finite."),
        N_("Write an ordinary number."),
    ),
    "definition.hostile-name": Entry(
        N_("The name “%(name)s” is taken by JavaScript and would be misread in the browser."),
        N_("Choose another name."),
    ),
    "definition.bad-name": Entry(
        N_("“%(name)s” is not a plain name."),
        N_("Use lower-case letters, digits and underscores, beginning with a letter."),
    ),
    "definition.recursive": Entry(
        N_("The reference %(reference)s leads back to itself; such a form would have no end."),
        N_("Write the levels out that are really needed."),
    ),
    "definition.reference": Entry(
        N_("Nothing stands at %(reference)s."),
        N_("Correct the reference or add what it names."),
    ),
    "definition.remote-reference": Entry(
        N_("%(reference)s lies outside this file; nothing is fetched from the network."),
        N_("Copy what it names into $defs."),
    ),
    "definition.scope": Entry(
        N_("The control's scope %(scope)s leads to no property."),
        N_("Correct the scope, or add the property to the schema."),
    ),
    "definition.scope-twice": Entry(
        N_("The field “%(field)s” is drawn by more than one control."),
        N_("Keep one control."),
    ),
    "definition.required-without-control": Entry(
        N_("The field “%(field)s” is required, but no control draws it: nobody could fill it in."),
        N_("Add a control, compute it, or take it out of required."),
    ),
    "definition.no-control": Entry(
        N_("No control draws the field “%(field)s”."),
        N_("Add a control, or remove the property."),
    ),
    "definition.required-unknown": Entry(
        N_("“%(property)s” is required but is not a property."),
        N_("Correct the name, or add the property."),
    ),
    "definition.companion-of-nothing": Entry(
        N_("The companion's scope %(scope)s leads to no other field."),
        N_("Give the scope of the choice that opens this field."),
    ),
    "definition.companion-choice": Entry(
        N_("“%(value)s” is not a choice of the field “%(field)s”."),
        N_("Give one of its codes."),
    ),
    "definition.companion-rule": Entry(
        N_("No rule shows this field with the choice “%(value)s” of “%(field)s” and hides it otherwise."),
        N_("Add a SHOW rule on that choice with failWhenUndefined."),
    ),
    "definition.condition-open": Entry(
        N_("The condition on %(scope)s already holds on an empty form."),
        N_('Add "failWhenUndefined": true; if it is meant so, write false.'),
    ),
    "definition.circle": Entry(
        N_("Rules or computed values run in a circle: %(path)s."),
        N_("Let one of these fields stand on its own."),
    ),
    "definition.choice-twice": Entry(
        N_("The choice “%(value)s” stands twice in one list."),
        N_("Give each choice its own code."),
    ),
    "definition.choice-empty": Entry(
        N_("A choice has an empty code; an empty answer means no answer."),
        N_("Give it a code."),
    ),
    "definition.limits": Entry(
        N_("“%(least)s” is larger than “%(most)s”: no answer could fit."),
        N_("Correct one of them."),
    ),
    "definition.default": Entry(
        N_("The default value does not fit the field's own rules."),
        N_("Correct the default or remove it."),
    ),
    "definition.schema": Entry(
        N_("The validator cannot take this schema: %(reason)s."),
        N_("Correct the part that it names."),
    ),
    "definition.pattern-not-portable": Entry(
        N_("“%(piece)s” in the pattern %(pattern)s is not read alike by server and browser."),
        N_("Escape it with a backslash, or write the pattern without it."),
    ),
    "definition.pattern-group": Entry(
        N_("The group “%(piece)s” in the pattern is not allowed: no flags, names or look-around."),
        N_("Use a plain group (?:…) or say it with several keywords."),
    ),
    "definition.pattern-escape": Entry(
        N_("The escape “%(piece)s” is refused by browsers."),
        N_("Write the character without the backslash."),
    ),
    "definition.pattern-property": Entry(
        N_("“%(piece)s” is not a property that server and browser both know."),
        N_("Write \\p{L} for letters or \\p{Script=Han} for Chinese characters."),
    ),
    "definition.pattern-word-boundary": Entry(
        N_("“%(piece)s” finds different word ends beside Chinese letters in server and browser."),
        N_("Describe the characters around it instead."),
    ),
    "definition.pattern-surrogate": Entry(
        N_("“%(piece)s” is half a character."),
        N_("Write the character itself or \\u{…}."),
    ),
    "definition.pattern-nested-repeat": Entry(
        N_("The pattern %(pattern)s repeats a repetition; a browser can hang on it."),
        N_("Remove one of the two repeats."),
    ),
    "definition.pattern-long-repeat": Entry(
        N_("The pattern counts up to %(piece)s; reading it costs too much."),
        N_("Write + and limit the length with maxLength."),
    ),
    "definition.compute-reads-nothing": Entry(
        N_("The computed value reads %(field)s, which is not a field."),
        N_("Correct the pointer."),
    ),
    "definition.computed-not-read-only": Entry(
        N_("The field “%(field)s” is computed, but people could type into it."),
        N_('Add "readOnly": true, or x-compute-when.'),
    ),
    "definition.check-reads-nothing": Entry(
        N_("The check “%(check)s” reads %(field)s, which is not a field."),
        N_("Correct the pointer."),
    ),
    "definition.check-twice": Entry(
        N_("Two checks of one field are called “%(check)s”."),
        N_("Rename one."),
    ),
    "definition.instrument-changed": Entry(
        N_(
            "The words, answers or scoring of “%(name)s” are not the instrument's own any more (%(language)s)."
        ),
        N_("Take the change back; a changed scale is another instrument and needs a form of its own."),
    ),
    "definition.instrument-missing": Entry(
        N_("“%(form)s” has lost the block that locks the instrument's wording."),
        N_("Put the block “instrument” back, or give the form another id."),
    ),
    "definition.signed-date": Entry(
        N_("“%(field)s” is not a signature beside this date."),
        N_("Name the signature whose date this is."),
    ),
    "definition.prefill-unknown-form": Entry(
        N_("There is no form “%(form)s” to prefill from."),
        N_("Correct the name, or add that form."),
    ),
    "definition.prefill-unknown-field": Entry(
        N_("The form “%(form)s” has no field “%(field)s” to prefill from."),
        N_("Correct the name of the field."),
    ),
    "definition.paper-unknown-field": Entry(
        N_("The printed sheet refers to %(field)s, which is not a field."),
        N_("Correct the pointer."),
    ),
    "definition.translation-missing": Entry(
        N_("The text “%(key)s” is missing in the language %(language)s."),
        N_("Add it under translations."),
    ),
    "definition.translation-stale": Entry(
        N_("Nothing in the form says “%(key)s”."),
        N_("Remove the translation or correct its key."),
    ),
    "definition.no-label": Entry(
        N_("The field “%(field)s” has no label."),
        N_("Give it a title."),
    ),
    "definition.unknown-label-key": Entry(
        N_("The layout refers to the text “%(key)s”, which nobody wrote."),
        N_("Add the label, or a translation under this key."),
    ),
    "definition.allof": Entry(
        N_("The parts of allOf contradict each other in “%(keyword)s”."),
        N_("Merge them by hand."),
    ),
    "definition.branches": Entry(
        N_("The branches cannot be drawn: they need one property with a const that tells them apart."),
        N_("Give every branch the same property with its own const."),
    ),
    "definition.branch-property": Entry(
        N_("The property “%(name)s” means different things in two branches."),
        N_("Give it two names."),
    ),
    "definition.mixed-choices": Entry(
        N_("The alternatives mix different kinds of values and cannot be one field."),
        N_("Keep one kind, or make several fields."),
    ),
    "definition.open-rows": Entry(
        N_("Rows beyond the fixed ones have no layout."),
        N_("Write items: false, or describe all rows by items."),
    ),
    "definition.root": Entry(
        N_("The schema does not describe an object."),
        N_("A form needs type object with properties."),
    ),
    "definition.dialect": Entry(
        N_("The dialect %(dialect)s is not known."),
        N_("Use draft-04, 06, 07, 2019-09 or 2020-12."),
    ),
    "rule": Entry(
        N_("The rule cannot be read."),
        N_("Correct its condition."),
    ),
    "rule.condition": Entry(
        N_("The condition “%(condition)s” is not known."),
        N_("Write scope and schema, or AND / OR with conditions."),
    ),
    "rule.scope": Entry(
        N_("The scope %(scope)s is not of the form #/properties/name."),
        N_("Correct the scope."),
    ),
}
