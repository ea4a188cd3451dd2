import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findBinary } from '../../ports/processes/find-binaries';
import { startTemporalDevServer, type TemporalDevServer } from '../../ports/processes/temporal-dev-server';
import { quietTemporal } from './quiet-temporal';

const KEYWORD = 2;

/** Search attributes by name; Tideline uses keywords alone. */
export type SearchAttributes = Readonly<Record<string, 'Keyword'>>;

/** A server whose timers skip to their end while a client awaits a result; the caller tears it down. */
export async function timeSkippingEnvironment(
  searchAttributes: SearchAttributes = {},
): Promise<TestWorkflowEnvironment> {
  quietTemporal();
  const executable = { type: 'existing-path', path: findBinary('testServer').path } as const;
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  if (Object.keys(searchAttributes).length > 0) {
    // An unregistered attribute would fail the workflow's task for ever instead of failing the test.
    await environment.connection.operatorService.addSearchAttributes({
      namespace: environment.namespace ?? 'default',
      searchAttributes: Object.fromEntries(Object.keys(searchAttributes).map((name) => [name, KEYWORD])),
    });
  }
  return environment;
}

/** The real development server on free ports, without a UI; in memory unless a file is named; the caller stops it. */
export async function devServer(
  options: { searchAttributes?: SearchAttributes; dbFile?: string; port?: number } = {},
): Promise<TemporalDevServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-test-temporal-'));
  const logFile = path.join(folder, 'server.log');
  const server = await startTemporalDevServer({ ...options, headless: true, logFile });
  void server.exited.then(() => rmSync(folder, { recursive: true, force: true }));
  return server;
}
