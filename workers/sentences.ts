const sentences: ReadonlySet<string> = new Set([
  'InvalidSettings',
  'PartMissing',
  'FolderInUse',
  'PortBusyError',
  'ProcessStartError',
  'BinaryMissingError',
  'BookFaults',
  'MigrationRefused',
  'UnknownRoles',
  'KeyRefused',
]);

/** Whether an error's message already is the sentence with the fix; anything else needs its stack. */
export function isSentence(error: unknown): error is Error {
  return error instanceof Error && sentences.has(error.name);
}
