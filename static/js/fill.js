// A translated text with its places, such as %(name)s, filled in.
export const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
