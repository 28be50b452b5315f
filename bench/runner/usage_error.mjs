/** Wrong usage: one line that names the value and what would be right. */
export class UsageError extends Error {}
