// Talks to the server at os.Args[1] with the client that was generated, and prints what came of it as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	api "github.com/posthorn/api"
)

func must[T any](value T, _ any, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	configuration := api.NewConfiguration()
	configuration.Servers = api.ServerConfigurations{{URL: os.Args[1]}}
	client := api.NewAPIClient(configuration)
	ctx := context.Background()
	for _, name := range []string{"go-ann", "go-bob"} {
		must(client.AccountsAPI.Register(ctx).RegisterRequest(*api.NewRegisterRequest(name, "but-soft")).Execute())
	}
	ann := api.NewLoginRequest()
	ann.SetName("go-ann")
	ann.SetPassword("but-soft")
	login := must(client.AccountsAPI.Login(ctx).LoginRequest(*ann).Execute())
	ctx = context.WithValue(ctx, api.ContextAccessToken, login.GetToken())

	hello := func(name string) api.SendDirectRequest {
		request := api.NewSendDirectRequest(api.StringAsUserIdOrName(&name))
		request.SetText("hello")
		return *request
	}
	send := client.MessagesAPI.SendDirect(ctx).SendDirectRequest(hello("go-bob")).IdempotencyKey("hello-1")
	first, second := must(send.Execute()), must(send.Execute())
	batch := must(client.MessagesAPI.ReadMessages(ctx, first.GetConversation()).Limit(10).Execute())
	texts := []string{}
	for _, message := range batch.Messages {
		texts = append(texts, message.Content.GetText())
	}
	_, _, err := client.MessagesAPI.SendDirect(ctx).SendDirectRequest(hello("go-nobody")).Execute()
	var refused *api.GenericOpenAPIError
	code := ""
	if errors.As(err, &refused) {
		code = refused.Model().(api.ErrorResponse).Error.Code
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"user":      login.User.GetName(),
		"isSameAck": first.GetSeq() == second.GetSeq(),
		"texts":     texts,
		"code":      code,
	})
}
