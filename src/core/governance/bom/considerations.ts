/** What CycloneDX calls what a card says, by the card's sections; several sections may say one thing. */
const sections = {
  users: ['intended_users', 'users'],
  useCases: ['intended_use', 'out_of_scope'],
  technicalLimitations: ['limitations'],
  performanceTradeoffs: ['tradeoffs', 'performance_tradeoffs'],
} as const;

const most = 10_000;

/** The `considerations` of a model card in CycloneDX; empty where the card says nothing of the kind. */
export function considerationsOf(card: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const texts = (names: readonly string[]) => names.flatMap((name) => saidIn(card, name) ?? []);
  const plain = Object.entries(sections).map(([key, names]) => [key, texts(names)] as const);
  const ethical = texts(['ethical_considerations', 'bias_risks', 'risks']);
  return Object.fromEntries<unknown>([...plain, ['ethicalConsiderations', ethical.map((name) => ({ name }))] as const].filter(([, all]) => all.length > 0));
}

/** Out of scope is no use case: it is told as what it is. */
function saidIn(card: ReadonlyMap<string, string>, name: string): string | undefined {
  const text = card.get(name)?.trim().slice(0, most);
  if (text === undefined || text === '') return undefined;
  return name === 'out_of_scope' ? `Out of scope: ${text}` : text;
}
