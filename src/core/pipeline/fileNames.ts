/** The last segment of a path with `/`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

export function isYamlOrJson(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

export function isPython(path: string): boolean {
  return /\.py$/i.test(path);
}

const foreign = new Set(['node_modules', '.git', '.venv', 'venv', 'site-packages', '__pycache__', '.tox', '.mypy_cache']);

/** Not a person's own file: below a folder that a tool filled. */
export function isForeign(path: string): boolean {
  return path.split('/').slice(0, -1).some((segment) => foreign.has(segment));
}
