import type { PackInput } from './packInput.ts';

/** `README.md` of a pack: what lies where, and how to check it with nothing of ours. Names only what is safe to name. */
export function readmeOf({ judged, governed, weighed }: PackInput): string {
  return `# Audit pack

${judged === null ? 'A whole ledger of approvals.' : 'One decision on a model, with everything that it was made from.'} Begin with \`report.html\`.

## Check it

The root of the pack, 64 hex digits, was printed when the pack was made; it is not in here. Take it, and the keys of those who may
sign (\`ALLOWED_SIGNERS\`, as ssh-keygen reads it), from somebody else than who gave you the pack.

    sha256sum SHA256SUMS                 # must print the root
    sha256sum --strict -c SHA256SUMS     # every file is as it was listed, verify.sh too
    sh verify.sh ROOT ALLOWED_SIGNERS    # all of that, no file more, and every signature

\`verify.sh\` needs ssh-keygen (OpenSSH 8.9 or newer), sha256sum and a POSIX shell. The first two lines do not depend on it. It cannot tell
how far back a retired key counts, nor judge the rules; that is done from this pack alone by:

    mlops gate --pack DIR --root ROOT --allowed-signers ALLOWED_SIGNERS

A pack lies on a file system that keeps permissions: only \`verify.sh\` may be executable.

## What is in it

| file | what it is |
| --- | --- |
| \`entries/\` | ${weighed.counted.size} entries that counted and what they build on: in-toto statements named by their SHA-256, each with its SSH signature (namespace \`mlops-ledger@v1\`) |
| \`texts/\` | what people wrote with them, as far as it was not erased: a line of salt, then the text; an entry holds the SHA-256 of the file |
| \`counted.txt\` | the entries that counted |
| \`policy.yaml\`, \`roster.yaml\` | as the protected ref had them at ${/^[0-9a-f]+$/.test(governed.commit) ? governed.commit : 'the commit in decision.json'} |
| \`allowed_signers\` | made from the roster. For reading only: take yours from elsewhere |
| \`decision.json\` | everything else that went into the decision, and which entries did not count and why |
${
  judged === null
    ? ''
    : `| \`gate.json\` | the decision, rule by rule |
| \`evidence/\` | whole results that the entries hold the SHA-256 of, as far as they were kept |
| \`card.md\` | the model card, where there is one |
| \`bom.json\` | the model, its data and files as a CycloneDX 1.6 ML-BOM |
`
}| \`controls.json\` | which of it is evidence for which control of five frameworks |
| \`report.html\` | all of it for reading |
| \`SHA256SUMS\`, \`SHA256SUMS.sig\` | digests of all files but these two, and the signature of whoever made the pack |
`;
}
