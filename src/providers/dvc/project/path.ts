/** `a/./b/../c` → `a/c`. A path that leaves its root keeps its leading `..`. The root itself is "". */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** `path` as seen from `folder`, both relative to the project. An absolute one or a URL stays as it is. */
export function join(folder: string, path: string): string {
  if (isOutside(path)) return path;
  return normalize(`${folder}/${path}`);
}

/** An absolute path or a URL: nothing of the project. */
export function isOutside(path: string): boolean {
  return path.startsWith('/') || /^[a-z][a-z0-9+.-]*:\/\//i.test(path) || /^[a-z]:[\\/]/i.test(path);
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
