/**
 * A Slack export, as far as it is read. It is somebody else's, so everything may be absent.
 *
 * @module
 */
export interface SlackUser {
  readonly id: string;
  readonly name?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly real_name?: string;
  readonly profile?: {
    readonly display_name?: string;
    readonly real_name?: string;
    readonly image_192?: string;
    readonly image_512?: string;
    readonly status_text?: string;
  };
}

export interface SlackChannel {
  readonly id: string;
  readonly name?: string;
  /** Unix seconds. */
  readonly created?: number;
  readonly creator?: string;
  readonly is_archived?: boolean;
  readonly members?: readonly string[];
  readonly topic?: { readonly value?: string };
  readonly purpose?: { readonly value?: string };
  readonly pins?: readonly SlackPin[];
}

export interface SlackPin {
  /** The ts of the message. */
  readonly id: string;
  readonly created?: number;
  readonly user?: string;
}

export interface SlackFile {
  readonly id: string;
  readonly name?: string;
  readonly title?: string;
  readonly mimetype?: string;
  readonly size?: number;
  /** `tombstone`, `hidden_by_limit`, `external`, …: there are no bytes. */
  readonly mode?: string;
  readonly url_private_download?: string;
  readonly url_private?: string;
  readonly user?: string;
  readonly alt_txt?: string;
}

export interface SlackMessage {
  readonly type?: string;
  readonly subtype?: string;
  readonly ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly username?: string;
  readonly bot_profile?: { readonly name?: string };
  readonly text?: string;
  readonly thread_ts?: string;
  readonly edited?: { readonly user?: string; readonly ts?: string };
  readonly files?: readonly SlackFile[];
  readonly attachments?: readonly SlackAttachment[];
  readonly blocks?: readonly unknown[];
  readonly reactions?: readonly {
    readonly name?: string;
    readonly users?: readonly string[];
    readonly count?: number;
  }[];
}

/** What apps add below a text; a preview of a link is one too. */
export interface SlackAttachment {
  readonly fallback?: string;
  readonly pretext?: string;
  readonly title?: string;
  readonly title_link?: string;
  readonly text?: string;
  /** It is a preview of this link. */
  readonly from_url?: string;
  readonly original_url?: string;
}
