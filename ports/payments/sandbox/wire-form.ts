/** A form field's value after unfolding Stripe's bracket notation: a[b][0]=c. */
type FormValue = string | FormFields;

/** Unfolded form fields; list indexes stay ordinary keys, since nothing here needs lists. */
export interface FormFields {
  readonly [name: string]: FormValue;
}

/** Unfolds a form-encoded body as Stripe's clients write it. */
export function parseForm(body: string): FormFields {
  const root = emptyFields();
  for (const [name, value] of new URLSearchParams(body)) {
    place(root, pathOf(name), value);
  }
  return root;
}

/** The field as text, or undefined when it is absent or nested. */
export function textOf(fields: FormFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

/** The nested fields as a flat text map (Stripe's metadata); empty when absent. */
export function textMapOf(fields: FormFields, name: string): Record<string, string> {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

type MutableFields = { [name: string]: string | MutableFields };

// No prototype, so that a field named __proto__ is a field like any other.
function emptyFields(): MutableFields {
  return Object.create(null) as MutableFields;
}

function pathOf(name: string): string[] {
  return name.replaceAll(']', '').split('[');
}

function place(fields: MutableFields, path: readonly string[], value: string): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    fields[name] = value;
    return;
  }
  const present = fields[name];
  const nested = present === undefined || typeof present === 'string' ? emptyFields() : present;
  fields[name] = nested;
  place(nested, rest, value);
}
