import { fail } from '../../core/base/fault.ts';
import { cardPath } from '../../services/governance/cardFiles.ts';
import { exitCodes } from '../exit.ts';
import { listValue, type Noun } from '../noun.ts';
import { clean } from '../style.ts';

export const noun: Noun = {
  usage: 'mlops card MODEL[:VERSION|@ALIAS] [PATH] [--report FILE]… [--write | --check]',
  options: { report: { type: 'string', multiple: true }, write: { type: 'boolean' }, check: { type: 'boolean' } },
  arguments: [1, 2],
  reconciles: true,
  async run({ workbench, cwd, positionals, values, signal }) {
    const [model = '', given] = positionals;
    const [isWrite, isCheck] = [values['write'] === true, values['check'] === true];
    if (isWrite && isCheck) throw fail('invalid', '--check only looks: it does not go with --write.');
    const { facts, problems } = await workbench.cards.facts(cwd, model, listValue(values, 'report'), signal);
    const shownPath = given ?? cardPath(facts.model.name);
    const card = await workbench.cards.files.plan(/^(?:[\\/]|[A-Za-z]:[\\/])/.test(shownPath) ? shownPath : `${cwd}/${shownPath}`, facts);
    if (isWrite && card.state !== 'current') await workbench.cards.files.write(card);
    const { artifact, run, version } = facts;
    return {
      data: { path: shownPath, state: card.state, written: isWrite && card.state !== 'current', model: facts.model.name, version: version.version, modelDigest: artifact, run: run?.id ?? null, words: card.words, empty: card.empty, text: card.text },
      problems,
      text: (style) => {
        if (!isWrite && !isCheck) return card.text.split('\n').map(clean).join('\n').trimEnd();
        const done = card.state === 'current' ? style.good('up to date') : isWrite ? style.good('written') : style.bad(card.state === 'missing' ? 'not there' : 'not up to date');
        return [`${clean(shownPath)}: ${done}`, ...(card.empty.length > 0 ? [style.warn(`to be written by people: ${card.empty.join(', ')}`)] : [])].join('\n');
      },
      exitCode: isCheck && card.state !== 'current' ? exitCodes.verdictNo : exitCodes.done,
    };
  },
};
