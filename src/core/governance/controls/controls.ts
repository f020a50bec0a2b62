import type { SourceId } from './sources.ts';

/** One demand of a framework, with what a pack can hold as evidence for it. Whether that is enough is its auditor's to say. */
export interface Control {
  readonly id: string;
  readonly title: string;
  /** What may be evidence for it; empty where a pack never holds any. */
  readonly by: readonly SourceId[];
}

export interface Framework {
  readonly id: string;
  readonly name: string;
  readonly controls: readonly Control[];
}

const control = (id: string, title: string, ...by: readonly SourceId[]): Control => ({ id, title, by });

/** The controls that people are asked about, as their frameworks name them. */
export const frameworks: readonly Framework[] = [
  {
    id: 'eu-ai-act',
    name: 'EU AI Act, Regulation (EU) 2024/1689',
    controls: [
      control('Art. 9', 'Risk management system', 'policy', 'gate', 'objections', 'waivers', 'drift', 'risks', 'rollbacks'),
      control('Art. 10', 'Data and data governance', 'data', 'columns', 'slices', 'bom'),
      control('Art. 11, Annex IV', 'Technical documentation', 'card', 'bom', 'metrics', 'data', 'environment', 'code'),
      control('Art. 12', 'Record-keeping', 'ledger', 'measurements', 'deployments', 'rollbacks'),
      control('Art. 13', 'Transparency and provision of information to deployers', 'card', 'metrics', 'risks'),
      control('Art. 14', 'Human oversight', 'roster', 'approvals', 'objections', 'waivers', 'rollbacks'),
      control('Art. 15', 'Accuracy, robustness and cybersecurity', 'metrics', 'slices', 'drift', 'reproduction', 'ledger'),
    ],
  },
  {
    id: 'nist-ai-rmf',
    name: 'NIST AI Risk Management Framework 1.0',
    controls: [
      control('GOVERN 1.4', 'Risk management by transparent policies, procedures and controls', 'policy', 'gate'),
      control('GOVERN 2.1', 'Roles, responsibilities and lines of communication', 'roster', 'approvals'),
      control('MAP 1.1', 'Intended purposes and context of use', 'use', 'risks'),
      control('MEASURE 2.3', 'Performance measured for conditions like those of deployment', 'metrics', 'slices'),
      control('MEASURE 2.4', 'Functionality and behaviour monitored in production', 'drift'),
      control('MEASURE 2.11', 'Fairness and bias evaluated', 'slices'),
      control('MANAGE 1.1', 'Whether development or deployment should proceed', 'gate', 'requests', 'approvals', 'objections'),
      control('MANAGE 2.4', 'Mechanisms to supersede, disengage or deactivate', 'rollbacks', 'withdrawals'),
      control('MANAGE 4.1', 'Monitoring after deployment, with override and decommissioning', 'deployments', 'drift', 'rollbacks'),
    ],
  },
  {
    id: 'iso-42001',
    name: 'ISO/IEC 42001:2023, Annex A',
    controls: [
      control('A.2', 'Policies related to AI', 'policy'),
      control('A.3', 'Internal organization: roles and responsibilities', 'roster', 'approvals'),
      control('A.5', 'Assessing impacts of AI systems', 'risks', 'impact'),
      control('A.6.2.4', 'Verification and validation', 'metrics', 'slices', 'reproduction', 'gate'),
      control('A.6.2.5', 'Deployment', 'approvals', 'deployments', 'rollbacks'),
      control('A.6.2.6', 'Operation and monitoring', 'drift', 'deployments'),
      control('A.6.2.7', 'Technical documentation', 'card', 'bom'),
      control('A.6.2.8', 'Recording of event logs', 'ledger'),
      control('A.7', 'Data for AI systems: quality, provenance', 'data', 'columns'),
      control('A.8', 'Information for interested parties', 'card'),
      control('A.10', 'Third-party and customer relationships: suppliers'),
    ],
  },
  {
    id: 'gdpr',
    name: 'GDPR, Regulation (EU) 2016/679',
    controls: [
      control('Art. 5', 'Principles: minimisation, accuracy, integrity, accountability', 'columns', 'metrics', 'ledger'),
      control('Art. 17', 'Right to erasure', 'erasable', 'roster'),
      control('Art. 30', 'Records of processing activities', 'use', 'data'),
      control('Art. 35', 'Data protection impact assessment', 'impact'),
    ],
  },
  {
    id: 'hipaa',
    name: 'HIPAA Security Rule, 45 CFR Part 164',
    controls: [
      control('164.312(b)', 'Audit controls', 'ledger', 'deployments', 'rollbacks'),
      control('164.316(b)(2)', 'Documentation: time limit, availability, updates', 'ledger', 'policy'),
    ],
  },
];
