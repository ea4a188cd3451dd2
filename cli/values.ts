import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { InvalidDuration, parseDuration } from '../domain/durations';
import { CliFailure, exitCodes } from './failure';
import type { Terminal } from './terminal';

/** A value as typed on the command line: number, true, false, else text. */
export function typedValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Reads an option that is a whole number; anything else is a mistake of the command line. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads an option that is a duration such as 36h, in milliseconds. */
export function durationOption(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof InvalidDuration) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

/** Collects a repeated option. */
export function repeated(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Splits `name=value`. */
export function pair(text: string, option: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new CliFailure(`${option} "${text}" is not name=value.`, exitCodes.usage);
}

/** `name=value` options as an object with typed values; undefined when none was given. */
export function pairs(
  texts: readonly string[] | undefined,
  option: string,
): Record<string, string | number | boolean> | undefined {
  if (!texts) return undefined;
  return Object.fromEntries(
    texts.map((text) => pair(text, option)).map(([name, value]) => [name, typedValue(value)]),
  );
}

/** Reads a JSON file given by --file. */
export async function jsonFile(terminal: Terminal, file: string): Promise<unknown> {
  const text = await textFile(terminal, file);
  try {
    return JSON.parse(text);
  } catch {
    throw new CliFailure(`${file} is not JSON: check it with a JSON parser.`);
  }
}

/** Reads a text file, relative to the terminal's folder. */
export async function textFile(terminal: Terminal, file: string): Promise<string> {
  try {
    return await readFile(path.resolve(terminal.folder, file), 'utf8');
  } catch {
    throw new CliFailure(`${file} cannot be read: check the path.`);
  }
}
