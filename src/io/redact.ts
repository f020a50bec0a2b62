const mask = '•••';
const secretFlag = /^--?(?:[\w-]*(?:password|token|secret|credential|api-?key)[\w-]*)(=.*)?$/i;
const urlUserInfo = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/** Text with known secrets, URL user info and authorization values masked. */
export function maskText(text: string, secrets: readonly string[] = []): string {
  let masked = text.replace(urlUserInfo, `$1${mask}@`).replace(bearer, `$1 ${mask}`);
  for (const secret of secrets) if (secret.length > 0) masked = masked.split(secret).join(mask);
  return masked;
}

/** An argument array safe to log: values of secret-looking flags are masked as well. */
export function maskArguments(argv: readonly string[], secrets: readonly string[] = []): string[] {
  return argv.map((argument, index) => {
    const flag = secretFlag.exec(argument);
    if (flag?.[1] !== undefined) return `${argument.slice(0, argument.indexOf('='))}=${mask}`;
    const previous = index > 0 ? argv[index - 1] : undefined;
    if (previous !== undefined && secretFlag.test(previous) && !previous.includes('=')) return mask;
    return maskText(argument, secrets);
  });
}
