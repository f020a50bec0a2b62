import { homedir } from 'node:os';
import path from 'node:path';
import type { Places } from '../core/port/machine.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** XDG folders; on Windows below AppData, on macOS the XDG defaults as well, so that editor and CLI agree. */
export function nodePlaces(env: Env = process.env): Places & { readonly data: string } {
  const home = env['HOME'] ?? homedir();
  const local = process.platform === 'win32' ? (env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local')) : undefined;
  const folder = (variable: string, fallback: string, windowsName: string) => {
    const set = env[variable];
    // The XDG specification says to ignore a relative path.
    if (set && path.isAbsolute(set)) return path.join(set, 'mlops');
    return local === undefined ? path.join(home, fallback, 'mlops') : path.join(local, 'mlops', windowsName);
  };
  return {
    home,
    state: folder('XDG_STATE_HOME', '.local/state', 'state'),
    cache: folder('XDG_CACHE_HOME', '.cache', 'cache'),
    config: folder('XDG_CONFIG_HOME', '.config', 'config'),
    data: folder('XDG_DATA_HOME', '.local/share', 'data'),
  };
}
