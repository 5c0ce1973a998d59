// The API explorer: sends what stands in the field, shows the answer, and writes documents out of the schema.
const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
const SCHEMA = `{ __schema {
  queryType { name } mutationType { name }
  types { kind name description
    fields { name description args { name description defaultValue type { ${TYPE} } } type { ${TYPE} } }
    inputFields { name description defaultValue type { ${TYPE} } } enumValues { name description } }
} }`;
const FIRST = `# Ctrl+Enter runs it. A click on what there is writes a document for it.
query Viewer {
  viewer {
    member { id email role }
    workspace { name timeZone }
    permissions
  }
}
`;
const MOST_FOUND = 60;
const part = (id) => document.getElementById(id);
const types = new Map();

async function ask(query, variables = {}) {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
  const response = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return response.json();
}

async function run() {
  const began = performance.now();
  part("state").textContent = "Asking…";
  try {
    const answer = await ask(part("document").value, JSON.parse(part("variables").value.trim() || "{}"));
    part("answer").textContent = JSON.stringify(answer, null, 2);
    part("state").textContent = `${Math.round(performance.now() - began)} ms`;
  } catch (error) {
    part("state").textContent = error instanceof SyntaxError ? `The variables are no JSON: ${error.message}` : "Nobody answered.";
  }
}

const written = (type) => (type.kind === "NON_NULL" ? `${written(type.ofType)}!` : type.kind === "LIST" ? `[${written(type.ofType)}]` : type.name);
const named = (type) => (type.ofType ? named(type.ofType) : type);

/** The fields of a type that say something by themselves, and some levels of those that don't. */
function selection(type, depth, indent) {
  const fields = (types.get(named(type).name)?.fields ?? []).filter(({ args }) => args.every((one) => one.type.kind !== "NON_NULL" || one.defaultValue !== null));
  const lines = fields.flatMap((field) => {
    if (!types.get(named(field.type).name)?.fields) return [`${indent}${field.name}`];
    const inner = depth > 0 ? selection(field.type, depth - 1, `${indent}  `) : "";
    return inner ? [`${indent}${field.name} {\n${inner}\n${indent}}`] : [];
  });
  return lines.join("\n");
}

/** A value to begin with for an argument or a field of an input; those that may be left out are. */
function example(type) {
  if (type.kind === "NON_NULL") return example(type.ofType);
  if (type.kind === "LIST") return [example(type.ofType)];
  const { kind, inputFields, enumValues } = types.get(type.name) ?? {};
  if (kind === "ENUM") return enumValues[0].name;
  if (kind !== "INPUT_OBJECT") return { Int: 1, Float: 1, Boolean: false }[type.name] ?? "";
  const needed = inputFields.filter((one) => one.type.kind === "NON_NULL" && one.defaultValue === null);
  return Object.fromEntries(needed.map((one) => [one.name, example(one.type)]));
}

function write(verb, field) {
  const needed = field.args.filter((one) => one.type.kind === "NON_NULL" && one.defaultValue === null);
  const taken = needed.map((one) => `$${one.name}: ${written(one.type)}`).join(", ");
  const given = needed.map((one) => `${one.name}: $${one.name}`).join(", ");
  const name = field.name[0].toUpperCase() + field.name.slice(1);
  const inner = selection(field.type, verb === "query" ? 2 : 1, "    ");
  const fields = inner ? ` {\n${inner}\n  }` : "";
  part("document").value = `${verb} ${name}${taken && `(${taken})`} {\n  ${field.name}${given && `(${given})`}${fields}\n}\n`;
  part("variables").value = JSON.stringify(Object.fromEntries(needed.map((one) => [one.name, example(one.type)])), null, 2);
  part("document").focus();
}

/** One line of what there is; `act` makes its name a button. */
function line(title, description, act) {
  const item = document.createElement("li");
  const head = document.createElement(act ? "button" : "code");
  head.textContent = title;
  if (act) {
    head.type = "button";
    head.addEventListener("click", act);
  }
  const told = document.createElement("p");
  told.textContent = description ?? "";
  item.append(head, told);
  return item;
}

function* entries(roots) {
  for (const [verb, root] of roots) {
    for (const field of types.get(root)?.fields ?? []) {
      const takes = field.args.map((one) => `${one.name}: ${written(one.type)}`).join(", ");
      yield [`${verb} ${field.name}${takes && `(${takes})`}: ${written(field.type)}`, field.description, () => write(verb, field)];
    }
  }
  for (const type of types.values()) {
    if (roots.some(([, name]) => name === type.name) || type.name.startsWith("__")) continue;
    for (const one of type.fields ?? type.inputFields ?? []) yield [`${type.name}.${one.name}: ${written(one.type)}`, one.description];
    for (const one of type.enumValues ?? []) yield [`${type.name}.${one.name}`, one.description];
  }
}

function show(all) {
  const words = part("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = all.filter(([title, description]) => words.every((word) => `${title} ${description}`.toLowerCase().includes(word)));
  part("found").replaceChildren(...fits.slice(0, MOST_FOUND).map((one) => line(...one)));
  if (fits.length > MOST_FOUND) part("found").append(line(`… and ${fits.length - MOST_FOUND} more`, "Search for a word."));
}

part("document").value = FIRST;
part("run").addEventListener("click", () => void run());
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
});
const { data, errors } = await ask(SCHEMA);
if (data) {
  for (const type of data.__schema.types) types.set(type.name, type);
  const all = [...entries([["query", data.__schema.queryType.name], ["mutation", data.__schema.mutationType.name]])];
  part("search").addEventListener("input", () => show(all));
  show(all);
} else {
  part("found").append(line(errors[0].message, "What there is stands in docs/api.md."));
}
