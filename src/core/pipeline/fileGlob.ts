/** Pipeline files that no language of the editor claims, by name: what it listens to before any recogniser is loaded. */
export const unclaimedFiles = '**/{MLmodel,dvc.lock,*.dvc}';
