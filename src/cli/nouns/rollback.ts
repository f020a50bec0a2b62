import { fail } from '../../core/base/fault.ts';
import { answerOf, deployOptions, envOf, howTo, signerOf } from '../deploying.ts';
import { textValue, type Noun } from '../noun.ts';

export const noun: Noun = {
  usage: 'mlops rollback MODEL --env ENVIRONMENT --reason TEXT [--to VERSION] [--yes] [--plan] [--adopt] [--key PATH] [--policy-ref REF] [--anchor DIGEST,…] [-- CHECK…]',
  options: { ...deployOptions, to: { type: 'string' }, reason: { type: 'string' } },
  arguments: [1, 1],
  async run(context) {
    const [model = ''] = context.positionals;
    const reason = textValue(context.values, 'reason');
    if (reason === undefined || reason.trim() === '') throw fail('invalid', 'No reason is given.', { hint: 'Add --reason "what went wrong, with a link to the incident".' });
    const options = howTo(context);
    const deployed = await context.workbench.deployments.rollback(model, envOf(context), textValue(context.values, 'to') ?? null, reason, options, signerOf(context), context.signal);
    return answerOf(context, deployed, options);
  },
};
