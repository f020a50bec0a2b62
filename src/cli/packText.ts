import type { PackVerdict } from '../services/governance/packGate.ts';
import { gateText } from './gateText.ts';
import { clean, type Style } from './style.ts';

/** A pack that held, and the decision that came out of it once more. */
export function packText({ gate, root, files, counted, signedBy }: PackVerdict, style: Style): string {
  const head = `${style.good('intact')}  ${files} files, ${counted} entries count, signed by ${clean(signedBy)}\n${style.dim(`root     ${root}`)}`;
  return gate === null ? head : `${head}\n\n${gateText(gate, style)}`;
}
