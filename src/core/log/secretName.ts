const secretName = /(password|passwd|secret|token|credential|api_?key|access_?key|private_?key)/i;

/** Does a variable of this name hold something that must not be shown? */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}
