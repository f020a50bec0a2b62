import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../../core/base/fault.ts';

/** Where a connection's records lie. Paths are absolute; a server's uri has no slash at its end. */
export type Address = { readonly kind: 'server'; readonly uri: string } | LocalAddress;

export interface LocalAddress {
  readonly kind: 'sqlite' | 'folder';
  readonly path: string;
}

/** MLflow's own tracking URIs in a person's hand. Throws `invalid` or `unsupported` with what to write instead. */
export function parseAddress(uri: string, folder: string): Address {
  const text = uri.trim();
  if (text === '') throw fail('invalid', 'The tracking URI is empty.', { hint: hintForms });
  const scheme = /^([a-z][a-z0-9.-]+)(?:\+\w+)?:/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return { kind: 'server', uri: serverUri(text) };
  if (scheme === 'sqlite') return { kind: 'sqlite', path: sqlitePath(text, folder) };
  if (scheme === 'file') return { kind: 'folder', path: filePath(text, folder) };
  if (text === 'databricks' || scheme === 'databricks' || scheme === 'databricks-uc') {
    throw fail('unsupported', 'Databricks workspaces are not connected directly yet.', {
      hint: 'Use an MLflow tracking server over http(s), or a local store.',
    });
  }
  if (scheme !== undefined) {
    throw fail('unsupported', `A “${scheme}” store is not read directly.`, {
      hint: 'Start a tracking server for it (mlflow server --backend-store-uri …) and write its http address here.',
    });
  }
  const file = path.resolve(folder, unescaped(text));
  return /\.(db|sqlite3?)$/i.test(file) ? { kind: 'sqlite', path: file } : { kind: 'folder', path: file };
}

/** The same place as MLflow itself would be told it. */
export function trackingUri(address: Address): string {
  if (address.kind === 'server') return address.uri;
  if (address.kind === 'folder') return escaped(address.path);
  return `sqlite:///${escaped(address.path.replaceAll('\\', '/')).replaceAll('?', '%3F')}`;
}

/** Percent signs as MLflow reads them in every path: `%20` is a space, and what is no escape stays as it is written. */
export function unescaped(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes; // Bytes that are no text.
    }
  });
}

function escaped(file: string): string {
  return file.replace(/%(?=[0-9a-f]{2})/gi, '%25');
}

/** What a person recognises and a credential is bound to. */
export function originOf(address: Address): string {
  return address.kind === 'server' ? new URL(address.uri).origin : address.path;
}

const hintForms = 'Write http(s)://host:port, sqlite:///path/to/mlflow.db, or a folder such as ./mlruns.';

function serverUri(text: string): string {
  if (!URL.canParse(text)) throw fail('invalid', 'That tracking URI is not a URL.', { hint: hintForms });
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw fail('invalid', 'The tracking URI must not hold a user name or password.', {
      hint: 'Leave them out here; they are asked for and kept in the secret storage.',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Three slashes and a relative path, or four and an absolute one, as SQLAlchemy has it. */
function sqlitePath(text: string, folder: string): string {
  const rest = /^sqlite(?:\+\w+)?:\/\/\/([^?]+)/i.exec(text)?.[1];
  if (rest === undefined) throw fail('invalid', 'A SQLite store is written sqlite:///path/to/mlflow.db.', { hint: hintForms });
  return path.resolve(folder, unescaped(rest));
}

function filePath(text: string, folder: string): string {
  if (!/^file:\/\//i.test(text)) return path.resolve(folder, unescaped(text.replace(/^file:/i, '')));
  try {
    return fileURLToPath(text);
  } catch {
    throw fail('invalid', 'That file address is not one of this machine.', { hint: hintForms });
  }
}
