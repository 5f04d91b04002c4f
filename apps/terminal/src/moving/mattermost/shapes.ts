/**
 * Lines of a Mattermost bulk export, as far as they are read. They are somebody else's, so everything may be absent.
 *
 * @module
 */
export interface Line {
  readonly type?: string;
  readonly team?: { readonly name?: string; readonly display_name?: string };
  readonly channel?: MmChannel;
  readonly user?: MmUser;
  readonly bot?: { readonly username?: string; readonly display_name?: string; readonly delete_at?: number };
  readonly emoji?: { readonly name?: string };
  readonly direct_channel?: {
    readonly members?: readonly string[];
    readonly participants?: readonly { readonly username?: string }[];
    readonly header?: string;
  };
  readonly post?: MmPost;
  readonly direct_post?: MmPost;
}

export interface MmChannel {
  readonly team?: string;
  readonly name?: string;
  readonly display_name?: string;
  /** `O`: open; `P`: private. */
  readonly type?: string;
  readonly header?: string;
  readonly purpose?: string;
  /** When it was archived. */
  readonly deleted_at?: number;
}

export interface MmUser {
  readonly username?: string;
  readonly nickname?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly roles?: string;
  readonly delete_at?: number;
  readonly teams?: readonly {
    readonly name?: string;
    readonly channels?: readonly { readonly name?: string; readonly roles?: string }[];
  }[];
}

export interface MmReply {
  readonly user?: string;
  readonly type?: string;
  readonly message?: string;
  readonly props?: unknown;
  /** Unix ms, as all times. */
  readonly create_at?: number;
  readonly edit_at?: number;
  readonly flagged_by?: readonly string[];
  readonly is_pinned?: boolean;
  readonly reactions?: readonly {
    readonly user?: string;
    readonly emoji_name?: string;
    readonly create_at?: number;
  }[];
  readonly attachments?: readonly { readonly path?: string }[];
}

export interface MmPost extends MmReply {
  readonly team?: string;
  readonly channel?: string;
  readonly channel_members?: readonly string[];
  readonly replies?: readonly MmReply[];
}
