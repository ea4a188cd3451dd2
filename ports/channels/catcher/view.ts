import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CaughtMail } from './caught-mail';
import type { Inbox } from './inbox';
import { inboxPage, mailPage } from './inbox-page';
import { mailFaultSchema, type MailFaults } from './mail-faults';

// No script, no outside asset, nothing loaded: the mails shown may hold anything.
const CONTENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** Starts the catcher's HTTP side: a page for people, JSON for programs. */
export async function startView(
  address: { host: string; port: number },
  inbox: Inbox,
  faults: MailFaults,
): Promise<FastifyInstance> {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_POLICY);
    reply.header('x-content-type-options', 'nosniff');
  });
  app.get('/healthz', () => ({ ok: true }));
  pages(app, inbox);
  app.get<{ Querystring: { to?: string } }>('/messages', ({ query }) => {
    const messages =
      query.to === undefined ? inbox.all() : inbox.all().filter((mail) => mail.to.includes(query.to ?? ''));
    return { total: messages.length, messages };
  });
  app.delete('/messages', (_request, reply) => {
    inbox.clear();
    return reply.code(204).send();
  });
  app.post('/faults', ({ body }, reply) => {
    const fault = mailFaultSchema.safeParse(body);
    if (!fault.success) return reply.code(400).send({ error: z.prettifyError(fault.error) });
    faults.add(fault.data);
    return reply.code(204).send();
  });
  app.delete('/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  await app.listen(address);
  return app;
}

function pages(app: FastifyInstance, inbox: Inbox): void {
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(inboxPage(inbox.all())));
  app.get<{ Params: { id: string } }>('/mail/:id', ({ params }, reply) => {
    const mail = inbox.all().find(({ id }) => id === params.id);
    if (mail === undefined)
      return reply.code(404).send({ error: `No mail '${params.id}'; it may have been cleared.` });
    return reply.type('text/html; charset=utf-8').send(mailPage(mail));
  });
  app.get<{ Params: { id: string } }>('/messages/:id', ({ params }, reply): CaughtMail | object => {
    const mail = inbox.all().find(({ id }) => id === params.id);
    return mail ?? reply.code(404).send({ error: `No mail '${params.id}'; it may have been cleared.` });
  });
}
