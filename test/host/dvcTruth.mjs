// What `dvc exp show --json` says of a revision, in the form in which a run has it.

/** As the design writes keys: dotted, with the file before them only where two files share a key. */
export function flat(files = {}) {
  const perFile = Object.entries(files).map(([file, { data }]) => [file, Object.fromEntries(leaves(data, ''))]);
  const all = perFile.flatMap(([, values]) => Object.keys(values));
  const isShared = (key) => all.filter((one) => one === key).length > 1;
  return Object.fromEntries(
    perFile.flatMap(([file, values]) => Object.entries(values).map(([key, value]) => [isShared(key) ? `${file}:${key}` : key, value])),
  );
}

function leaves(value, key) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, key === '' ? name : `${key}.${name}`));
}
