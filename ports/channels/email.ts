/** A meeting to which one person is asked. */
export interface Invitation {
  /** The effect's request key: every try of one effect makes the same UID, so a calendar holds the meeting once. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly startAt: string;
  readonly endAt: string;
  /** Addresses as in a mail's header: 'Tideline <care@example.com>'. */
  readonly organizer: string;
  readonly attendee: { readonly name: string; readonly address: string };
  readonly stampedAt: string;
}

/** One mail to one person; `messageId` is the effect's request key, so every try of one effect carries the same Message-ID. */
export interface EmailMessage {
  readonly messageId: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly invitation?: Invitation;
  readonly headers: Readonly<Record<string, string>>;
  /** The Date header; absent means the machine's own clock. */
  readonly sentAt?: string;
}

/** What the provider said when it took the mail. */
export interface EmailReceipt {
  /** The Message-ID header, by which the mail is found again at the other end. */
  readonly providerMessageId: string;
  readonly response: string;
}

/** The port to whoever carries e-mail. */
export interface EmailChannel {
  /** Sends once. Throws ChannelRejected, ChannelUnavailable or DeliveryInDoubt, never anything vaguer. */
  send(message: EmailMessage): Promise<EmailReceipt>;
  close(): Promise<void>;
}
