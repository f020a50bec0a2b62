import { answerOf, deployOptions, envOf, howTo, signerOf } from '../deploying.ts';
import type { Noun } from '../noun.ts';

export const noun: Noun = {
  usage: 'mlops promote MODEL[:VERSION|@ALIAS] --env ENVIRONMENT [--yes] [--plan] [--adopt] [--key PATH] [--policy-ref REF] [--anchor DIGEST,…] [-- CHECK…]',
  options: deployOptions,
  arguments: [1, 1],
  async run(context) {
    const [model = ''] = context.positionals;
    const options = howTo(context);
    const deployed = await context.workbench.deployments.promote(model, envOf(context), options, signerOf(context), context.signal);
    return answerOf(context, deployed, options);
  },
};
